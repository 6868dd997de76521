package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.ComparisonOperator;
import com.schibsted.spt.data.jslt.impl.EqualsComparison;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.MultiplyOperator;
import com.schibsted.spt.data.jslt.impl.PlusOperator;
import com.schibsted.spt.data.jslt.impl.Scope;
import com.schibsted.spt.data.jslt.impl.UnequalsComparison;
import java.util.List;

/**
 * An operator whose work depends on how large its operands are: it is charged for that.
 *
 * <p>And {@code *} takes no text. JSLT repeats a text as often as the other operand says; with {@code .price * .quantity},
 * whoever may send events could fill the heap by {@code {"price":"x","quantity":2000000000}}.
 */
final class Operation extends AbstractNode {
    /** Texts are compared some 32 characters a step. */
    private static final int COMPARED = 5;

    private final AbstractOperator operator;

    Operation(AbstractOperator operator) {
        super(null);
        this.operator = operator;
    }

    /** Whether it is one of those. */
    static boolean isOne(ExpressionNode node) {
        return node instanceof MultiplyOperator
                || node instanceof PlusOperator
                || node instanceof EqualsComparison
                || node instanceof UnequalsComparison
                || node instanceof ComparisonOperator;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
        JsonNode left = operator.getLeft().apply(scope, input);
        JsonNode right = operator.getRight().apply(scope, input);
        if (operator instanceof MultiplyOperator) {
            refuseText(left);
            refuseText(right);
        } else if (operator instanceof PlusOperator) {
            Steps steps = Steps.current();
            steps.weighTop(left);
            steps.weighTop(right);
        } else if (left.size() == right.size() && left.getNodeType() == right.getNodeType()) {
            // What differs in size or kind is known to differ without a look inside.
            Steps.current().weigh(left, COMPARED);
        }
        return operator.perform(left, right);
    }

    private static void refuseText(JsonNode value) {
        if (value.isTextual()) {
            throw new JsltFailure("* has a text for an operand, and texts are not repeated here: " + value);
        }
    }

    @Override
    public List<ExpressionNode> getChildren() {
        return operator.getChildren();
    }
}
