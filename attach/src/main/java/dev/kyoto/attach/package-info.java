/**
 * Looks into a program that runs already. {@link dev.kyoto.attach.DumpCommand} is the tool,
 * {@link dev.kyoto.attach.DumpAgent} what the tool, or {@code jcmd}, has loaded there.
 */
@NullMarked
package dev.kyoto.attach;

import org.jspecify.annotations.NullMarked;
