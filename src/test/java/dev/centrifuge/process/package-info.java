/** The gateway as a user runs it, a process of its own: killed, stopped, and asked to end. */
package dev.centrifuge.process;
