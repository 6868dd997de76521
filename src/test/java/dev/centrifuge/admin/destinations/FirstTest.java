package dev.centrifuge.admin.destinations;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FirstTest {

    @Test
    void the_first_are_those_that_sorting_all_gives() {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 5, 20, 21, 1_000}) {
            List<Integer> all = new ArrayList<>();
            First<Integer> first = new First<>(20);
            for (int i = 0; i < size; i++) {
                int each = random.nextInt(500);
                all.add(each);
                first.offer(each);
            }
            assertThat(first.inOrder())
                    .as("of " + size)
                    .isEqualTo(all.stream().sorted().limit(20).toList());
        }
    }
}
