package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.MultiplyOperator;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operand of {@code *} that must not be a text. JSLT repeats a text as often as the other operand says; with
 * {@code .price * .quantity}, whoever may send events could fill the heap by {@code {"price":"x","quantity":2000000000}}.
 *
 * <p>The library has no way to take an operator's place, and does not list the children of functions. So the compiled
 * expression is walked by reflection, once, when it is compiled.
 */
final class NumbersOnly extends AbstractNode {
    private static final String LIBRARY = "com.schibsted.spt.data.jslt.";

    private final ExpressionNode operand;

    private NumbersOnly(ExpressionNode operand) {
        super(null);
        this.operand = operand;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
        JsonNode value = operand.apply(scope, input);
        if (value.isTextual()) {
            throw new JsltFailure("* has a text for an operand, and texts are not repeated here: " + value);
        }
        return value;
    }

    @Override
    public List<ExpressionNode> getChildren() {
        return List.of(operand);
    }

    /** Guards each multiplication within. */
    static void guard(Expression expression) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> next = new ArrayDeque<>();
        next.add(expression);
        while (!next.isEmpty()) {
            Object object = next.remove();
            if (seen.add(object)) {
                visit(object, next);
            }
        }
    }

    private static void visit(Object object, Deque<Object> next) {
        if (object instanceof Map<?, ?> map) {
            next.addAll(map.values());
        } else if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(Array.get(array, i), next);
            }
        } else if (object.getClass().getName().startsWith(LIBRARY)) {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        add(value(object, type, field), next);
                    }
                }
            }
        }
    }

    private static void add(@Nullable Object value, Deque<Object> next) {
        if (value != null) {
            next.add(value);
        }
    }

    /** The field's value, which is guarded from now on if it is an operand. */
    private static @Nullable Object value(Object object, Class<?> declaring, Field field) {
        if (field.getType().isPrimitive() || declaring == Object.class) {
            return null;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(object);
            boolean operand = object instanceof MultiplyOperator && declaring == AbstractOperator.class;
            if (operand && value instanceof ExpressionNode node) {
                field.set(object, new NumbersOnly(node));
            }
            return value;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the library is no named module", e);
        }
    }
}
