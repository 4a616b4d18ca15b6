package dev.kyoto.net;

import dev.kyoto.internal.driver.IoSource;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of sockets, set before or after there is one. Immutable. */
record SocketOptions(List<Setting<?>> settings) {
    static final SocketOptions NONE = new SocketOptions(List.of());

    record Setting<V>(SocketOption<V> option, V value) {
        void applyTo(NetworkChannel channel) throws IOException {
            channel.setOption(option, value);
        }
    }

    <V> SocketOptions with(SocketOption<V> option, V value) {
        List<Setting<?>> extended = new ArrayList<>(settings);
        extended.removeIf(setting -> setting.option().equals(option));
        extended.add(new Setting<>(option, value));
        return new SocketOptions(List.copyOf(extended));
    }

    /** Sets those that {@code channel} has. The others are returned: they may be meant for what comes out of it. */
    SocketOptions applyTo(NetworkChannel channel) throws IOException {
        List<Setting<?>> left = new ArrayList<>();
        for (Setting<?> setting : settings) {
            if (channel.supportedOptions().contains(setting.option())) {
                setting.applyTo(channel);
            } else {
                left.add(setting);
            }
        }
        return left.isEmpty() ? NONE : new SocketOptions(List.copyOf(left));
    }

    /** Sets all of them. */
    void applyAllTo(NetworkChannel channel) throws IOException {
        for (Setting<?> setting : settings) {
            requireSupported(channel, setting.option());
            setting.applyTo(channel);
        }
    }

    static <V> @Nullable V get(NetworkChannel channel, IoSource source, SocketOption<V> option) throws IOException {
        requireSupported(channel, option);
        try {
            return channel.getOption(option);
        } catch (ClosedChannelException e) {
            throw source.closed();
        }
    }

    static <V> void set(NetworkChannel channel, IoSource source, SocketOption<V> option, V value) throws IOException {
        requireSupported(channel, option);
        try {
            channel.setOption(option, value);
        } catch (ClosedChannelException e) {
            throw source.closed();
        }
    }

    private static void requireSupported(NetworkChannel channel, SocketOption<?> option) {
        if (!channel.supportedOptions().contains(option)) {
            String supported = channel.supportedOptions().stream()
                    .map(SocketOption::name)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new UnsupportedOperationException("A socket of this kind has no option " + option.name()
                    + " on this system. It has " + supported + ".");
        }
    }
}
