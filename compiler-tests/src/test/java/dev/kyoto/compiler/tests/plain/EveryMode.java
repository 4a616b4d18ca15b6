package dev.kyoto.compiler.tests.plain;

/** Marks nothing: the twin of a test is not run by JUnit. */
public @interface EveryMode {}
