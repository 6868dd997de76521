package dev.centrifuge.node.port;

import java.security.SecureRandom;
import java.util.function.Supplier;

/** Four letters: jobs of one millisecond have different ids. Belongs to the admin server's event loop. */
public final class Chance implements Supplier<String> {
    private static final int LETTERS = 36;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            letters.append(Character.forDigit(random.nextInt(LETTERS), LETTERS));
        }
        return letters.toString();
    }
}
