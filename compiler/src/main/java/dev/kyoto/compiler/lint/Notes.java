package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import dev.kyoto.compiler.transform.AsyncTypes;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Not a rule of conduct: notes what the transformer has to know. */
final class Notes implements Rule.OnBlock, Rule.OnAwait {
    private final Findings findings;

    Notes(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void block(LambdaExpressionTree block, Place place) {
        TypeMirror type = place.type();
        String name = type == null ? null : place.elements().internalName(type);
        if (name != null) {
            findings.addAsyncCode(name);
        }
        findings.addBlock(new Findings.Block(
                block, place.path().getCompilationUnit(), place.line(block), place.isSuppressed(Diagnosis.HUGE_BODY)));
        noteBranch(block, place);
    }

    /** A block that handles a branch of a select carries the mark of that branch. */
    private void noteBranch(LambdaExpressionTree block, Place place) {
        TreePath around = place.path().getParentPath();
        if (around.getLeaf() instanceof MethodInvocationTree call && Marks.isOfKyoto(place.at(around), Marks.BRANCH)) {
            int handler = call.getArguments().indexOf(block);
            if (handler > 0) {
                Place branch = place.at(around).in(call.getArguments().get(handler - 1));
                noteMark(AsyncTypes.BRANCH, branch, place.line(block));
            }
        }
    }

    private void noteMark(String prefix, Place future, long line) {
        Name maker = future.nameOfCall();
        if (maker != null) {
            findings.addMark(future.path().getCompilationUnit(), prefix + maker, line, Marks.of(future));
        }
    }

    @Override
    public void await(MethodInvocationTree call, Place place) {
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
            addReceiver(place.in(select).typeOf(select.getExpression()), place);
            noteMark("", place.in(select).in(select.getExpression()), place.line(call));
        } else if (call.getMethodSelect() instanceof IdentifierTree) {
            addClassesAround(place);
        }
    }

    /** Javac names in a call the class of the receiver's static type. */
    private void addReceiver(@Nullable TypeMirror receiver, Place place) {
        String name = receiver == null ? null : place.elements().internalName(receiver);
        if (name != null) {
            findings.addFuture(name);
        }
    }

    /** Without a receiver, javac names one of the classes around the call. */
    private void addClassesAround(Place place) {
        for (TreePath path = place.path(); path != null; path = path.getParentPath()) {
            if (path.getLeaf() instanceof ClassTree
                    && place.at(path).element() instanceof TypeElement type
                    && place.elements().isFuture(type.asType())) {
                findings.addFuture(place.elements().internalName(type));
            }
        }
    }
}
