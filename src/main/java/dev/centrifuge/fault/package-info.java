/**
 * Named points at which a test makes the process die. Costs nothing where no point is armed.
 *
 * <p>Threading: any.
 */
@NullMarked
package dev.centrifuge.fault;

import org.jspecify.annotations.NullMarked;
