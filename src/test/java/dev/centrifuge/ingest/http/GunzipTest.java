package dev.centrifuge.ingest.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GunzipTest {

    private static final int LIMIT = 512_000;

    private final Gunzip gunzip = new Gunzip();

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }

    private int inflate(byte[] in) {
        return gunzip.inflate(in, in.length, LIMIT);
    }

    @Test
    void what_was_deflated_comes_out_up_to_the_limit() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 700, 16_384, 16_385, 100_000, LIMIT}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            assertThat(inflate(gzip(bytes))).as("seed %d", seed).isEqualTo(size);
            assertThat(Arrays.copyOf(gunzip.output(), size)).as("seed %d", seed).isEqualTo(bytes);
        }
        assertThat(inflate(gzip(new byte[LIMIT + 1]))).isEqualTo(Gunzip.TOO_LARGE);
        assertThat(inflate(gzip(new byte[1 << 26]))).isEqualTo(Gunzip.TOO_LARGE);
        assertThat(gunzip.output()).hasSizeLessThanOrEqualTo(LIMIT + 1);
    }

    @Test
    void members_follow_each_other_and_share_the_limit() throws IOException {
        byte[] one = gzip(new byte[] {1, 2});
        byte[] two = gzip(new byte[] {3});
        assertThat(inflate(join(one, two))).isEqualTo(3);
        assertThat(Arrays.copyOf(gunzip.output(), 3)).containsExactly(1, 2, 3);
        byte[] half = gzip(new byte[LIMIT / 2 + 1]);
        assertThat(inflate(join(half, half))).isEqualTo(Gunzip.TOO_LARGE);
    }

    @Test
    void optional_parts_of_the_header_are_skipped() throws IOException {
        byte[] plain = gzip(new byte[] {7});
        byte[] head = Arrays.copyOf(plain, 10);
        head[3] = 2 | 4 | 8 | 16;
        byte[] extras = {3, 0, 9, 9, 9, 'n', 0, 'c', 0, 0, 0};
        assertThat(inflate(join(head, extras, Arrays.copyOfRange(plain, 10, plain.length))))
                .isEqualTo(1);
    }

    @Test
    void everything_else_is_corrupt() throws IOException {
        byte[] good = gzip("hello, hello, hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        for (int length = 0; length < good.length; length++) {
            assertThat(inflate(Arrays.copyOf(good, length)))
                    .as("cut to %d", length)
                    .isEqualTo(Gunzip.CORRUPT);
        }
        for (int at : new int[] {0, 1, 2, 3, good.length - 1, good.length - 8}) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) 0xE0;
            assertThat(inflate(bad)).as("flipped at %d", at).isEqualTo(Gunzip.CORRUPT);
        }
        assertThat(inflate(join(good, new byte[] {0}))).isEqualTo(Gunzip.CORRUPT);
        assertThat(inflate(good)).isEqualTo(19);
    }

    @Test
    void any_bytes_end_in_an_answer() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good = gzip(new byte[1000]);
        for (int i = 0; i < 5000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4) + 1; n > 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            int size = inflate(bad);
            assertThat(size).as("seed %d", seed).isIn(Gunzip.CORRUPT, Gunzip.TOO_LARGE, 1000);
        }
    }
}
