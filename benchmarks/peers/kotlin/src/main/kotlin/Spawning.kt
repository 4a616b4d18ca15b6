import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield

/** Counts down, and completes when it is at zero. */
class Countdown(count: Int) {
    private val left = AtomicInteger(count)
    private val done = CompletableDeferred<Unit>()

    fun count() {
        if (left.decrementAndGet() == 0) done.complete(Unit)
    }

    suspend fun await() = done.await()
}

suspend fun spawnMany(tasks: Int) = coroutineScope {
    val countdown = Countdown(tasks)
    repeat(tasks) { launch { countdown.count() } }
    countdown.await()
}

suspend fun spawnJoin(tasks: Int) = coroutineScope {
    val jobs = ArrayList<Job>(tasks)
    repeat(tasks) { jobs.add(launch {}) }
    for (job in jobs) job.join()
}

suspend fun spawnChain(length: Int) {
    val done = CompletableDeferred<Unit>()
    link(length, done)
    done.await()
}

@OptIn(DelicateCoroutinesApi::class) // each link outlives the one that started it
private fun link(length: Int, done: CompletableDeferred<Unit>) {
    GlobalScope.launch { if (length == 1) done.complete(Unit) else link(length - 1, done) }
}

suspend fun yielding(tasks: Int, yields: Int) = coroutineScope {
    repeat(tasks) { launch { repeat(yields) { yield() } } }
}

@OptIn(DelicateCoroutinesApi::class) // from threads that are in no scope
suspend fun remoteSpawn(threads: Int, tasks: Int) {
    val countdown = Countdown(tasks)
    repeat(threads) { thread { repeat(tasks / threads) { GlobalScope.launch { countdown.count() } } } }
    countdown.await()
}

suspend fun skynet(number: Long, size: Long): Long = if (size == 1L) number else skynetOfTen(number, size / 10)

private suspend fun skynetOfTen(number: Long, share: Long): Long = coroutineScope {
    val children = Array(10) { child -> async { skynet(number + child * share, share) } }
    var sum = 0L
    for (child in children) sum += child.await()
    sum
}
