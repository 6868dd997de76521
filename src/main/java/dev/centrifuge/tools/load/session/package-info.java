/**
 * The command {@code load}: wires a run, its sinks and its ledger, watches them once a second, and judges.
 *
 * <p>Threading: the load has one event loop and the sinks another; the command's thread asks both and may block. Nothing
 * is shared but what says so.
 */
@NullMarked
package dev.centrifuge.tools.load.session;

import org.jspecify.annotations.NullMarked;
