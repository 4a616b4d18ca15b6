package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.TryTree;

/**
 * One thing that the linter looks out for. A rule implements the interfaces of the trees that it is about; it is told of each
 * of them once, from the outside inwards, after javac has found out all types. A new one is added to {@link Linter}.
 *
 * <p>Nearly all code that is compiled has nothing to do with futures. So a rule first asks what is cheap to know (where it
 * is, what a name is), and for types and members last.
 */
interface Rule {
    /** A call of a future's {@code await()}. */
    interface OnAwait extends Rule {
        void await(MethodInvocationTree call, Place place);
    }

    /** Any call in an async block; elsewhere, calls of names {@linkplain AsyncElements#isNameOfInterest of interest}. */
    interface OnCall extends Rule {
        void call(MethodInvocationTree call, Place place);
    }

    /** The creation of an object, in an async block. */
    interface OnCreation extends Rule {
        void creation(NewClassTree creation, Place place);
    }

    /** A call or a creation that is a statement; {@code place} is that of the statement. */
    interface OnStatement extends Rule {
        void statement(ExpressionTree expression, Place place);
    }

    /** A lambda that is an async block; {@code place} is in the scope around it. */
    interface OnBlock extends Rule {
        void block(LambdaExpressionTree block, Place place);
    }

    /** A lambda that is none; {@code place} is in the scope around it. */
    interface OnLambda extends Rule {
        void lambda(LambdaExpressionTree lambda, Place place);
    }

    interface OnMemberReference extends Rule {
        void memberReference(MemberReferenceTree reference, Place place);
    }

    /** A try statement in an async block. */
    interface OnTry extends Rule {
        void tried(TryTree tree, Place place);
    }

    /** The declaration of a method whose name is {@linkplain AsyncElements#isNameOfInterest of interest}. */
    interface OnMethod extends Rule {
        void method(MethodTree method, Place place);
    }

    interface OnClass extends Rule {
        void type(ClassTree type, Place place);
    }
}
