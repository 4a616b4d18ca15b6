/**
 * Class file in, class file and holders out: turns the lambdas that are async blocks into state machines. Knows nothing of
 * javac; {@link dev.kyoto.compiler.transform.Transformer} is the way in.
 *
 * <p>No stack map is ever computed, so no class hierarchy is ever needed: the frames that javac wrote are kept, trimmed to
 * the locals that are live, and the few new ones are put together from them.
 *
 * <p>What every compilation with a block comes by has loops and no lambda expressions: the JDK links each of these when it is
 * first run, which takes it as long as a whole block takes here.
 */
@NullMarked
package dev.kyoto.compiler.transform;

import org.jspecify.annotations.NullMarked;
