package dev.centrifuge.config.schema;

/** A text is not a JSON Schema that events can be held against. The message says why, in the words of an operator. */
public final class InvalidSchema extends Exception {

    InvalidSchema(String why) {
        super(why);
    }
}
