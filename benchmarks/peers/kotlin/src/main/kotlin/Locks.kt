import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.yield

private class Counter(var count: Long = 0)

suspend fun mutex(tasks: Int, turns: Int, yields: Boolean) {
    val mutex = Mutex()
    val counter = Counter()
    coroutineScope {
        repeat(tasks) {
            launch {
                repeat(turns) {
                    mutex.withLock {
                        counter.count++
                        if (yields) yield()
                    }
                }
            }
        }
    }
    check(counter.count == tasks.toLong() * turns)
}

suspend fun semaphore(tasks: Int, turns: Int, permits: Int, yields: Boolean) {
    val semaphore = Semaphore(permits)
    val counter = AtomicLong()
    coroutineScope {
        repeat(tasks) {
            launch {
                repeat(turns) {
                    semaphore.withPermit {
                        counter.incrementAndGet()
                        if (yields) yield()
                    }
                }
            }
        }
    }
    check(counter.get() == tasks.toLong() * turns)
}
