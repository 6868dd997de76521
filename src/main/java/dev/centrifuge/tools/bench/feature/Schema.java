package dev.centrifuge.tools.bench.feature;

/** What {@code dev.centrifuge.tools.bench.child.Events} are, as somebody who checks them would write it down. */
final class Schema {
    static final String TEXT = """
            {"type": "object",
             "required": ["userId", "event", "properties"],
             "properties": {
               "userId": {"type": "string", "maxLength": 100},
               "event": {"enum": ["Order Completed", "Order Cancelled"]},
               "timestamp": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T"},
               "properties": {
                 "type": "object",
                 "required": ["orderId", "total", "currency"],
                 "properties": {
                   "orderId": {"type": "string"},
                   "total": {"type": "number", "minimum": 0},
                   "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
                   "products": {"type": "array", "items": {
                     "type": "object",
                     "required": ["productId"],
                     "properties": {"price": {"type": "number"}, "quantity": {"type": "integer"}}}}}}}}
            """;

    private Schema() {}
}
