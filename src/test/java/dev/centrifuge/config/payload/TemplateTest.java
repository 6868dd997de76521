package dev.centrifuge.config.payload;

import dev.centrifuge.config.payload.Template.Hole;
import dev.centrifuge.config.payload.Template.Literal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TemplateTest {

    @Test
    void holes_are_paths() {
        assertThat(Template.parse("/a/{.userId}/{.traits.e-mail}?x={.list[0][-1].\"odd name\"}b")
                        .parts())
                .containsExactly(
                        new Literal("/a/"),
                        new Hole(".userId", List.of("userId")),
                        new Literal("/"),
                        new Hole(".traits.e-mail", List.of("traits", "e-mail")),
                        new Literal("?x="),
                        new Hole(".list[0][-1].\"odd name\"", List.of("list", 0, -1, "odd name")),
                        new Literal("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "{\"json\":{}}", "{}", "}{", "{a}"})
    void other_braces_are_themselves(String text) {
        assertThat(Template.present(text)).isFalse();
        assertThat(Template.parse(text).filled("?")).isEqualTo(text);
        assertThat(Template.parse(text).hasHoles()).isFalse();
    }

    @Test
    void a_literal_opening_is_doubled() {
        Template template = Template.parse("{{.a} {.b} {{{.c}");

        assertThat(template.filled("?")).isEqualTo("{.a} ? {{.c}");
        assertThat(template.hasHoles()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{.}", "{.a", "{.a.}", "{.a[x]}", "{.a[0}", "{.9}", "{.a b}", "{.\"a}", "{..a}", "{.a|.b}", "{.a()}"
            })
    void what_is_no_path_is_refused(String text) {
        assertThatThrownBy(() -> Template.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
