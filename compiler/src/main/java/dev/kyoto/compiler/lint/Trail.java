package dev.kyoto.compiler.lint;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way from the source file down to the tree where a walk is. The paths are made when they are asked for: of most trees
 * nobody asks, and to make them all, as {@code TreePathScanner} does, costs more than the rest of the walk.
 */
final class Trail {
    private Tree[] trees = new Tree[64];

    /** Of each tree on the trail its path, or null if that was not asked for yet. */
    private @Nullable TreePath[] paths = new TreePath[64];

    private int length;

    /** Begins anew, at {@code root}; also after a walk that has failed halfway. */
    void start(TreePath root) {
        length = 0;
        enter(root.getLeaf());
        paths[0] = root;
    }

    void enter(Tree tree) {
        if (length == trees.length) {
            trees = Arrays.copyOf(trees, 2 * length);
            paths = Arrays.copyOf(paths, 2 * length);
        }
        trees[length] = tree;
        paths[length++] = null;
    }

    void leave() {
        length--;
    }

    /** The path of the tree that was entered last. */
    TreePath path() {
        return path(length - 1);
    }

    private TreePath path(int at) {
        TreePath path = paths[at];
        if (path == null) {
            path = new TreePath(path(at - 1), trees[at]);
            paths[at] = path;
        }
        return path;
    }
}
