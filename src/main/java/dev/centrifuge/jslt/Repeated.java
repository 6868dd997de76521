package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.util.List;

/**
 * What is evaluated more than once for one event: the body of a function or of a matcher, each time it is; or what a loop goes
 * over, for all its elements at once. It is charged by the size of the expression that is repeated.
 */
final class Repeated extends AbstractNode {
    private static final int EACH = 8;
    private static final int NODE = 4;

    private final ExpressionNode node;
    private final boolean sequence;
    private final long price;

    private Repeated(ExpressionNode node, boolean sequence, long price) {
        super(null);
        this.node = node;
        this.sequence = sequence;
        this.price = price;
    }

    static Repeated body(ExpressionNode body) {
        return new Repeated(body, false, price(body));
    }

    /** @param loop all of it */
    static Repeated sequence(ExpressionNode sequence, ExpressionNode loop) {
        return new Repeated(sequence, true, price(loop));
    }

    private static long price(ExpressionNode repeated) {
        return EACH + NODE * nodes(repeated);
    }

    private static long nodes(ExpressionNode node) {
        long nodes = 1;
        for (ExpressionNode child : node.getChildren()) {
            nodes += nodes(child);
        }
        return nodes;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
        if (!sequence) {
            Steps.current().take(price);
            return node.apply(scope, input);
        }
        JsonNode elements = node.apply(scope, input);
        Steps.current().take(price * elements.size());
        return elements;
    }

    @Override
    public List<ExpressionNode> getChildren() {
        return List.of(node);
    }
}
