package dev.centrifuge.tools;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that a command writes when all its work is done: that it cannot must be known before. */
public final class ResultFile {
    private ResultFile() {}

    /**
     * Tries whether a file can be written, and leaves everything as it was: what is there keeps its content, what is not
     * is not made. Pipes and devices, which opening may block or end, are not tried.
     *
     * @param option that names the file, for people
     * @param file null where none is wanted
     * @throws IllegalArgumentException where it cannot, with the reason for people
     */
    public static void check(String option, @Nullable Path file) {
        if (file == null || (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file))) {
            return;
        }
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a directory");
            }
            tryOut(file);
        } catch (IOException unwritable) {
            throw new IllegalArgumentException(
                    option + " " + file + " cannot be written: " + reason(file, unwritable), unwritable);
        }
    }

    private static void tryOut(Path file) throws IOException {
        boolean there = Files.exists(file);
        Set<OpenOption> how = there
                ? Set.of(StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        Files.newByteChannel(file, how).close();
        if (!there) {
            Files.delete(file);
        }
    }

    private static String reason(Path file, IOException unwritable) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            return "there is no directory " + directory;
        }
        return unwritable instanceof AccessDeniedException
                ? "its permissions forbid it"
                : String.valueOf(unwritable.getMessage());
    }
}
