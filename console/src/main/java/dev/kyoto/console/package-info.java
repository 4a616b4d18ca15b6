/** The console: attaches to the runtimes of a program and shows what they do. */
@NullMarked
package dev.kyoto.console;

import org.jspecify.annotations.NullMarked;
