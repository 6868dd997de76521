package dev.centrifuge.tools.bench.baseline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A process that does what its standard input says, until that ends: then whoever started it is done, or was killed.
 */
final class Orders {

    /** Does one order and tells the outcome. */
    interface Worker {
        String work(String order) throws Exception;
    }

    private Orders() {}

    static void ready(CommandSpec spec, String text) {
        say(spec, "ready " + text);
    }

    static void each(CommandSpec spec, Worker worker) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            try {
                say(spec, "done " + worker.work(order));
            } catch (Exception failed) {
                say(spec, "failed " + failed);
            }
        }
    }

    private static void say(CommandSpec spec, String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
