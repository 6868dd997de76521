package dev.centrifuge.admin.destinations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/** The first so many of all that are offered, in order. Of ten thousand, all but some hundreds cost one comparison. */
final class First<T extends Comparable<T>> {
    private final int most;
    private final PriorityQueue<T> last = new PriorityQueue<>(Collections.reverseOrder());

    /** @param most at least 1 */
    First(int most) {
        this.most = most;
    }

    void offer(T item) {
        if (last.size() < most) {
            last.add(item);
        } else if (item.compareTo(last.element()) < 0) {
            last.remove();
            last.add(item);
        }
    }

    List<T> inOrder() {
        List<T> all = new ArrayList<>(last);
        Collections.sort(all);
        return all;
    }
}
