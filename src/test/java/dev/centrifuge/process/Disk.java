package dev.centrifuge.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A small file system of its own. Where mounting is not permitted the test is skipped, and says so. */
final class Disk implements AutoCloseable {
    final Path path;

    private Disk(Path path) {
        this.path = path;
    }

    /** In memory. */
    static Disk memory(Path at, String size) throws IOException, InterruptedException {
        return mount(at, "-t", "tmpfs", "-o", "size=" + size, "tmpfs");
    }

    /** In a file that is made for it: there is in it what has been written back, as on a disk that loses power. */
    static Disk image(Path file, long bytes, Path at) throws IOException, InterruptedException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        assumeThat(run("mkfs.ext4", "-q", "-F", file.toString()))
                .as("mkfs.ext4 is not to be had")
                .isZero();
        return image(file, at);
    }

    /** In a file that is one. */
    static Disk image(Path file, Path at) throws IOException, InterruptedException {
        return mount(at, "-o", "loop", file.toString());
    }

    private static Disk mount(Path at, String... what) throws IOException, InterruptedException {
        Files.createDirectories(at);
        String[] command = new String[what.length + 2];
        command[0] = "mount";
        System.arraycopy(what, 0, command, 1, what.length);
        command[what.length + 1] = at.toString();
        assumeThat(run(command))
                .as("mounting a small disk is not permitted here: it takes the superuser and CAP_SYS_ADMIN")
                .isZero();
        return new Disk(at);
    }

    static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        assertThat(run("umount", "-l", path.toString())).isZero();
    }
}
