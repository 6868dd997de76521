package dev.centrifuge.config.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} by variables of the environment, as a shell does: the default
 * stands in for a variable that is unset or empty. A doubled dollar sign makes the brace literal. What a variable holds
 * is not searched again, and defaults do not nest.
 *
 * @param value the text with its variables replaced
 * @param faults what is wrong; nothing if it worked
 */
public record EnvText(String value, List<String> faults) {
    private static final Pattern FORM =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-((?:(?!\\$\\{)[^}])*))?})?");

    static boolean present(String text) {
        return text.contains("${");
    }

    static EnvText resolve(String text, Map<String, String> environment) {
        List<String> faults = new ArrayList<>();
        Matcher found = FORM.matcher(text);
        StringBuilder value = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(value, "");
            value.append(replacement(found, environment, faults));
        }
        found.appendTail(value);
        return new EnvText(value.toString(), faults);
    }

    private static String replacement(Matcher found, Map<String, String> environment, List<String> faults) {
        if (found.group().equals("$${")) {
            return "${";
        }
        String name = found.group(1);
        if (name == null) {
            faults.add("holds \"${\" that is not ${NAME} or ${NAME:-default}");
            return "";
        }
        String value = environment.getOrDefault(name, "");
        String standIn = found.group(2);
        if (standIn == null && !environment.containsKey(name)) {
            faults.add("needs the environment variable " + name + ", which is not set");
        }
        return standIn != null && value.isEmpty() ? standIn : value;
    }
}
