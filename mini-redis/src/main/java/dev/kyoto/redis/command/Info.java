package dev.kyoto.redis.command;

import dev.kyoto.redis.store.Db;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Set;

/** The text of INFO: sections of {@code name:value} lines. */
final class Info {
    private static final Set<String> ALL = Set.of("all", "default", "everything");

    private final ServerState server;
    private final StringBuilder text = new StringBuilder();

    Info(ServerState server) {
        this.server = server;
    }

    /** The sections that are {@code wanted}, named in lower case; all for none. */
    String text(List<String> wanted) {
        boolean all = wanted.isEmpty() || wanted.stream().anyMatch(ALL::contains);
        if (all || wanted.contains("server")) {
            server();
        }
        if (all || wanted.contains("clients")) {
            clients();
        }
        if (all || wanted.contains("memory")) {
            memory();
        }
        if (all || wanted.contains("stats")) {
            stats();
        }
        if (all || wanted.contains("replication")) {
            section("Replication");
            line("role", "master");
            line("connected_slaves", 0);
        }
        if (all || wanted.contains("keyspace")) {
            keyspace();
        }
        return text.toString();
    }

    private void server() {
        long uptime = (server.now() - server.startedAt()) / 1000;
        section("Server");
        line("redis_version", ServerCommands.REDIS_VERSION);
        line("redis_mode", "standalone");
        line("server_name", "kyoto-mini-redis");
        line(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        line("java_version", java.lang.Runtime.version());
        line("process_id", ProcessHandle.current().pid());
        line("tcp_port", server.configuration().getOrDefault("port", "0"));
        line("uptime_in_seconds", uptime);
        line("uptime_in_days", uptime / 86_400);
    }

    private void clients() {
        long subscribers =
                server.sessions().values().stream().filter(Session::mayBeSilent).count();
        section("Clients");
        line("connected_clients", server.sessions().size());
        line("maxclients", server.configuration().getOrDefault("maxclients", "0"));
        line("blocked_clients", 0);
        line("pubsub_clients", subscribers);
    }

    private void memory() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        section("Memory");
        line("used_memory", heap.getUsed());
        line("used_memory_committed", heap.getCommitted());
        line("maxmemory", heap.getMax());
        line("maxmemory_policy", "noeviction");
    }

    private void stats() {
        Db.Statistics db = server.db().statistics();
        section("Stats");
        line("total_connections_received", server.connectionsReceived());
        line("total_commands_processed", server.commandsProcessed().sum());
        line("expired_keys", db.expired());
        line("evicted_keys", 0);
        line("keyspace_hits", db.hits());
        line("keyspace_misses", db.misses());
        line("pubsub_channels", server.pubSub().channelCount());
        line("pubsub_patterns", server.pubSub().patternCount());
    }

    private void keyspace() {
        Db.Statistics db = server.db().statistics();
        section("Keyspace");
        if (db.keys() > 0) {
            line("db0", "keys=" + db.keys() + ",expires=" + db.withDeadline());
        }
    }

    private void section(String name) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(name).append("\r\n");
    }

    private void line(String name, Object value) {
        text.append(name).append(':').append(value).append("\r\n");
    }
}
