package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.TryTree;

/**
 * One thing that the linter looks out for. A rule overrides the methods for the trees that it is about; it is told of each of
 * them once, from the outside inwards, after javac has found out all types. A new one is added to {@link Linter#RULES}.
 */
abstract class Rule {
    void call(MethodInvocationTree call, Place place) {}

    void creation(NewClassTree creation, Place place) {}

    void statement(ExpressionStatementTree statement, Place place) {}

    /** {@code place} is in the scope around the lambda. */
    void lambda(LambdaExpressionTree lambda, Place place) {}

    void memberReference(MemberReferenceTree reference, Place place) {}

    void tried(TryTree tree, Place place) {}

    void method(MethodTree method, Place place) {}

    void type(ClassTree type, Place place) {}
}
