package dev.centrifuge.jslt;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.ExpressionImpl;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * Variables that nothing defines. The library takes them for parameters that its caller will give, and fails at each event;
 * nobody gives any here, so they are misspelt.
 */
final class Unbound {
    private Unbound() {}

    /** @throws JsltException where the expression has one */
    static void refuse(Expression expression) {
        try {
            Field slots = ExpressionImpl.class.getDeclaredField("parameterSlots");
            slots.setAccessible(true);
            if (slots.get(expression) instanceof Map<?, ?> parameters && !parameters.isEmpty()) {
                throw new JsltException(
                        "No such variable: '" + parameters.keySet().iterator().next() + "'");
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the library has changed", e);
        }
    }
}
