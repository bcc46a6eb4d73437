"""What every service runs on: settings, wiring, rights, problems, logs, traces, health. No opinion about panels."""
