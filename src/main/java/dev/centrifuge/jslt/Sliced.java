package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.util.List;

/** What a part is taken out of, which takes as long as the part is: at most an eighth of a step for each of the whole. */
final class Sliced extends AbstractNode {
    private static final int EIGHTH = 3;

    private final ExpressionNode whole;

    Sliced(ExpressionNode whole) {
        super(null);
        this.whole = whole;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
        JsonNode value = whole.apply(scope, input);
        Steps.current().take((value.isTextual() ? value.textValue().length() : value.size()) >> EIGHTH);
        return value;
    }

    @Override
    public List<ExpressionNode> getChildren() {
        return List.of(whole);
    }
}
