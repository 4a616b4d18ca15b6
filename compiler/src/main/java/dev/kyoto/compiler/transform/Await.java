package dev.kyoto.compiler.transform;

import java.util.BitSet;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * One call of {@code await()} in a body.
 *
 * @param number the state in which a block waits here, from 1
 * @param call the instruction that is replaced
 * @param line its source line, or -1
 * @param mark what is said of the future's cancel safety, as {@link AsyncTypes#cancelMark} says it
 * @param state the types before the call; on top of the stack is the future
 * @param live the locals that are needed after it
 * @param poll where the future is polled, also on resuming
 */
record Await(int number, MethodInsnNode call, int line, String mark, TypeState state, BitSet live, LabelNode poll) {}
