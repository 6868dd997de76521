/**
 * One JSON document of the configuration: its text with the environment's values put in, its fields with the kinds of value
 * they may have, and what is wrong with them, each with its JSON pointer.
 *
 * <p>Threading: a document belongs to the thread that loads it.
 */
@NullMarked
package dev.centrifuge.config.document;

import org.jspecify.annotations.NullMarked;
