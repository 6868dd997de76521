/**
 * What the whole house speaks of: the event, its identity and its envelope. Plain immutable values of the JDK.
 *
 * <p>Threading: immutable, shared freely; nobody changes a body after it was made.
 */
@NullMarked
package dev.centrifuge.event;

import org.jspecify.annotations.NullMarked;
