package dev.centrifuge.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The broker's data directory: locked by this process for as long as this object is open, and known to be ours.
 *
 * <p>{@code centrifuge.format} holds one line: a format number and the cluster's id. It is written before Kafka
 * formats the directory, so that a process killed in between finds a directory that it may format again; what has
 * content but no such file was written by somebody else and is left alone.
 *
 * <p>Kafka's own lock is taken only after it has read and rewritten files there, hence this one.
 */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "centrifuge.lock";
    private static final String FORMAT = "centrifuge.format";
    private static final String VERSION = "centrifuge-embedded-kafka-1";
    private static final String KAFKA = "meta.properties";
    private static final String SNAPSHOT = "bootstrap.checkpoint";

    private final Path path;
    private final FileChannel lock;
    private final String clusterId;

    private DataDirectory(Path path, FileChannel lock, String clusterId) {
        this.path = path;
        this.lock = lock;
        this.clusterId = clusterId;
    }

    static DataDirectory open(Path dir) throws StartFailure {
        Path path = dir.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel lock = lock(path);
            try {
                return new DataDirectory(path, lock, identify(path));
            } catch (IOException failure) {
                lock.close();
                throw failure;
            }
        } catch (StartFailure failure) {
            throw failure;
        } catch (IOException failure) {
            throw new StartFailure("kafka.embedded.dir " + path + " cannot be used: " + failure, failure);
        }
    }

    Path path() {
        return path;
    }

    String clusterId() {
        return clusterId;
    }

    /** Whether Kafka has formatted it. */
    boolean formatted() {
        return Files.exists(path.resolve(KAFKA));
    }

    /** Bytes that may still be written there, or -1 where nobody knows. */
    long usable() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException unknown) {
            return -1;
        }
    }

    /** Gives the lock back. The file stays: deleting it would let two processes lock two files of the same name. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String owner = read(channel);
            channel.close();
            throw new StartFailure("kafka.embedded.dir " + path + " is in use by "
                    + (owner.isEmpty() ? "another process" : "process " + owner)
                    + "; stop it, or set kafka.embedded.dir to another directory");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownedByThisProcess) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        int length = Math.max(0, channel.read(pid, 0));
        return new String(pid.array(), 0, length, StandardCharsets.US_ASCII).strip();
    }

    /** The cluster's id: the one that was written at the first start, or a new one for an empty directory. */
    private static String identify(Path path) throws IOException {
        Path format = path.resolve(FORMAT);
        if (Files.exists(format)) {
            String[] line = Files.readString(format).strip().split(" ", -1);
            if (line.length != 2 || !line[0].equals(VERSION)) {
                throw new StartFailure("kafka.embedded.dir " + path + " has the format '" + line[0] + "', expected '"
                        + VERSION + "': it was written by another version of Centrifuge");
            }
            return line[1];
        }
        if (occupied(path)) {
            throw new StartFailure("kafka.embedded.dir " + path
                    + " is not empty and was not made by Centrifuge (no " + FORMAT
                    + " in it); set kafka.embedded.dir to an empty or new directory");
        }
        return brand(path, format);
    }

    /** On disk when it returns: after a loss of power an empty file would make a directory of ours look like another's. */
    private static String brand(Path path, Path format) throws IOException {
        String clusterId = Uuid.randomUuid().toString();
        Path draft = path.resolve(FORMAT + ".tmp");
        Files.writeString(draft, VERSION + " " + clusterId + "\n");
        force(draft, StandardOpenOption.WRITE);
        Files.move(draft, format, StandardCopyOption.ATOMIC_MOVE);
        force(path, StandardOpenOption.READ);
        return clusterId;
    }

    /**
     * What Kafka formatted is on disk when it returns, for which Kafka does not wait. Not whatever file there is: closing one that
     * is locked gives its lock away.
     */
    void force() throws IOException {
        force(path.resolve(KAFKA), StandardOpenOption.WRITE);
        force(path.resolve(SNAPSHOT), StandardOpenOption.WRITE);
        force(path, StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel opened = FileChannel.open(path, mode)) {
            opened.force(true);
        }
    }

    /** Hidden files do not count: Kafka leaves some behind in a directory that was emptied by hand. */
    private static boolean occupied(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name ->
                            !name.startsWith("centrifuge.") && !name.startsWith(".") && !name.equals("lost+found"));
        }
    }
}
