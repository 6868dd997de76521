package dev.centrifuge.jslt;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.ArraySlicer;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.ForExpression;
import com.schibsted.spt.data.jslt.impl.FunctionDeclaration;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import com.schibsted.spt.data.jslt.impl.MatcherExpression;
import com.schibsted.spt.data.jslt.impl.ObjectComprehension;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what charges and refuses around the parts of a compiled expression that can be repeated or whose work depends on the event.
 * What is left costs at most as much as its author has written.
 *
 * <p>The library knows no bound and has no way to take a part's place, and does not list the children of functions. So the compiled
 * expression is walked by reflection, once, when it is compiled.
 */
final class Guards {
    private static final String LIBRARY = "com.schibsted.spt.data.jslt.";

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> next = new ArrayDeque<>();

    private Guards() {}

    static void install(Expression expression) {
        new Guards().walk(expression);
    }

    private void walk(Object root) {
        add(root);
        while (!next.isEmpty()) {
            visit(next.remove());
        }
    }

    private void visit(Object object) {
        if (object instanceof Map<?, ?> map) {
            map.values().forEach(this::add);
        } else if (object instanceof Object[] array) {
            elements(array);
        } else if (object.getClass().getName().startsWith(LIBRARY)) {
            for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        visit(object, field);
                    }
                }
            }
        }
    }

    private void elements(Object[] array) {
        boolean open = array.getClass().getComponentType() == ExpressionNode.class;
        for (int i = 0; i < array.length; i++) {
            Object value = array[i];
            add(value);
            if (open && value instanceof ExpressionNode node && Operation.isOne(node)) {
                array[i] = new Operation((AbstractOperator) node);
            }
        }
    }

    private void visit(Object owner, Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(owner);
            add(value);
            Object guarded = value == null ? null : guarded(owner, field, value);
            if (guarded != value) {
                field.set(owner, guarded);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the library is no named module", e);
        }
    }

    private static Object guarded(Object owner, Field field, Object value) throws IllegalAccessException {
        if (owner instanceof FunctionExpression
                && field.getName().equals("function")
                && value instanceof Function function
                && !(value instanceof FunctionDeclaration)) {
            return new Priced(function);
        }
        if (field.getType() != ExpressionNode.class || !(value instanceof ExpressionNode node)) {
            return value;
        }
        ExpressionNode inner = Operation.isOne(node) ? new Operation((AbstractOperator) node) : node;
        return switch (field.getName()) {
            case "valueExpr" -> owner instanceof ForExpression loop ? Repeated.sequence(inner, loop) : inner;
            case "loop" -> owner instanceof ObjectComprehension loop ? Repeated.sequence(inner, loop) : inner;
            case "expr" -> owner instanceof MatcherExpression ? Repeated.body(inner) : inner;
            case "body" -> owner instanceof FunctionDeclaration ? Repeated.body(inner) : inner;
            case "parent" -> owner instanceof ArraySlicer slicer && slices(slicer) ? new Sliced(inner) : inner;
            default -> inner;
        };
    }

    /** Whether it takes a part, and not one element. */
    private static boolean slices(ArraySlicer slicer) throws IllegalAccessException {
        try {
            Field colon = ArraySlicer.class.getDeclaredField("colon");
            colon.setAccessible(true);
            return colon.getBoolean(slicer);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("the library has changed", e);
        }
    }

    private void add(@Nullable Object value) {
        if (value != null && seen.add(value)) {
            next.add(value);
        }
    }
}
