package dev.centrifuge.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scale scenarios come to what the document says of them; {@code -Dsimulation.write=true} writes it down instead. What
 * the structures weigh depends on the machine: that is printed, and nobody compares it.
 */
@Tag("soak")
class ScaleTest {
    private static final Path DOCUMENT = Path.of("docs/simulation.md");
    private static final String FROM = "<!-- written by ScaleTest -->\n";
    private static final String TO = "<!-- end -->";

    @Test
    void the_document_says_what_comes_out() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(FROM) + FROM.length();
        int to = text.indexOf(TO);
        String figures = new ScaleReport().write();
        if (Boolean.getBoolean("simulation.write")) {
            Files.writeString(DOCUMENT, text.substring(0, from) + figures + text.substring(to));
        } else {
            assertThat(text.substring(from, to)).isEqualTo(figures);
        }
    }

    @Test
    void what_structures_weigh() {
        System.out.println(new ScaleWeights().measure());
    }
}
