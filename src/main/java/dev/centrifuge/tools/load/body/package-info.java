/**
 * What a load consists of: Segment calls that look like those of a shop and its apps, made from a seed. Forms are written
 * once; a request is made by copying them and filling in ids and times, which costs little more than the copy.
 *
 * <p>Threading: forms and populations are immutable; what composes belongs to one run.
 */
@NullMarked
package dev.centrifuge.tools.load.body;

import org.jspecify.annotations.NullMarked;
