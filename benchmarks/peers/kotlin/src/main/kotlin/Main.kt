// The workloads on kotlinx.coroutines, Dispatchers.Default. Usage: MainKt WORKLOAD
// Speaks the protocol that benchmarks/README.md describes.
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

fun main(arguments: Array<String>) {
    when (val workload = arguments.single()) {
        "spawn_many" -> rounds(500_000) { repeat(50) { spawnMany(10_000) } }
        "spawn_join" -> rounds(500_000) { repeat(50) { spawnJoin(10_000) } }
        "spawn_chain" -> rounds(500_000) { repeat(500) { spawnChain(1_000) } }
        "yield" -> rounds(2_000_000) { repeat(10) { yielding(200, 1_000) } }
        "skynet" -> rounds(1_000_000) { check(skynet(0, 1_000_000) == 499_999_500_000L) }
        "remote_spawn_1" -> rounds(400_000) { remoteSpawn(1, 400_000) }
        "remote_spawn_2" -> rounds(400_000) { remoteSpawn(2, 400_000) }
        "remote_spawn_4" -> rounds(400_000) { remoteSpawn(4, 400_000) }
        "remote_spawn_8" -> rounds(400_000) { remoteSpawn(8, 400_000) }
        "ping_pong" -> rounds(200_000) { repeat(200) { pingPong(1_000) } }
        "mpsc_1" -> rounds(1_000_000) { mpsc(1, 1_000_000) }
        "mpsc_5" -> rounds(1_000_000) { mpsc(5, 1_000_000) }
        "select" -> rounds(1_000_000) { selecting(1_000_000) }
        "mutex" -> rounds(1_000_000) { repeat(10) { mutex(100, 1_000, yields = false) } }
        "mutex_yield" -> rounds(500_000) { repeat(5) { mutex(100, 1_000, yields = true) } }
        "semaphore" -> rounds(1_000_000) { repeat(10) { semaphore(100, 1_000, 10, yields = false) } }
        "semaphore_yield" -> rounds(500_000) { repeat(5) { semaphore(100, 1_000, 10, yields = true) } }
        "sleep" -> answers(1_000_000) { "ns=${inTask { timeOver(1_000_000) }}" }
        "sleep_heap" -> answers(1_000_000) { "heap=${inTask { heap(1_000_000) }}" }
        "wake" -> answers(1) { samples -> "samples=${inTask { wake(samples) }}" }
        else -> {
            System.err.println("There is no workload $workload here.")
            exitProcess(2)
        }
    }
    exitProcess(0) // whatever still sleeps
}

/** Answers each number that is read with the time of so many repetitions, driven from inside a coroutine. */
fun rounds(operations: Int, workload: suspend CoroutineScope.() -> Unit) = answers(operations) { times ->
    var nanos = 0L
    repeat(times) {
        nanos += inTask {
            val begin = System.nanoTime()
            coroutineScope { workload() }
            System.nanoTime() - begin
        }
    }
    "ns=$nanos"
}

fun answers(operations: Int, answer: (Int) -> String) {
    println("ops=$operations")
    while (true) {
        val times = readlnOrNull() ?: return
        println(answer(times.trim().toInt()))
    }
}

fun <T> inTask(code: suspend CoroutineScope.() -> T): T = runBlocking { withContext(Dispatchers.Default, code) }
