package dev.centrifuge.config.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads files and remembers what it read. A watch compares with these digests rather than with its own from before the
 * load: a file that changes in between must count as changed.
 */
public final class FileReads {
    /** Stands for the digest of a file that is not there or cannot be read. */
    public static final String ABSENT = "absent";

    /** More than any configuration or secret needs; keeps a wrong path from filling the heap. */
    public static final int MOST_BYTES = 1 << 20;

    private final Map<Path, String> digests = new HashMap<>();

    /** The whole file, of at most {@link #MOST_BYTES}. */
    public byte[] read(Path file) throws IOException {
        digests.put(file, ABSENT);
        byte[] bytes = bytes(file);
        digests.put(file, digest(bytes));
        return bytes;
    }

    /** Of every file that was asked for. */
    public Map<Path, String> digests() {
        return digests;
    }

    /** The digest of the file's bytes, or {@link #ABSENT}. */
    public static String digest(Path file) {
        try {
            return digest(bytes(file));
        } catch (IOException e) {
            return ABSENT;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        // Opening a FIFO would wait for a writer, for ever.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new FileSystemException(file.toString(), null, "more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Why a file could not be read, in the words of an operator. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : null;
        return "cannot be read: " + (reason == null ? e.getClass().getSimpleName() : reason);
    }
}
