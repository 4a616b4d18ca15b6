package dev.kyoto.compiler.tests.plain;

public interface AsyncCode {}
