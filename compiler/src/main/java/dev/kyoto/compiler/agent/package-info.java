/**
 * The java agent: transforms classes as they are loaded that no javac with the plugin has written, but Eclipse's compiler.
 */
@NullMarked
package dev.kyoto.compiler.agent;

import org.jspecify.annotations.NullMarked;
