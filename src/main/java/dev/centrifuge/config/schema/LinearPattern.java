package dev.centrifuge.config.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;

/**
 * {@code pattern} and {@code patternProperties} by RE2, whose time is linear in the text whatever the expression: with
 * the JDK's, {@code ^(a+)+$} and thirty letters would hold up an event loop for minutes. What RE2 cannot do, looking
 * around and back-references, is refused when the schema is compiled.
 */
record LinearPattern(Pattern pattern) implements RegularExpression {

    static LinearPattern of(String regex) {
        return new LinearPattern(Pattern.compile(regex));
    }

    @Override
    public boolean matches(String text) {
        return pattern.matcher(text).find();
    }
}
