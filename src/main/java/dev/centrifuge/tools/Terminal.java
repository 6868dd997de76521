package dev.centrifuge.tools;

import java.io.Console;

/** Whether somebody watches. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard output is a terminal: then progress is shown. */
    @SuppressWarnings("SystemConsoleNull") // Both behaviours are handled.
    public static boolean attached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there is a console also in a pipe, and this method tells them apart.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }
}
