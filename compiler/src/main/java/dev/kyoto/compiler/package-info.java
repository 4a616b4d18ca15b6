/**
 * The javac plugin: checks async code when javac has analysed a class, and rewrites the class file when javac writes it.
 */
@NullMarked
package dev.kyoto.compiler;

import org.jspecify.annotations.NullMarked;
