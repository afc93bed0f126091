// A gantry-service as a process of its own, on a free port and in a directory that goes away with it.
#pragma once

#include "tests/service/service_client.h"

#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace gantry {

class ServiceProcess
{
public:
    explicit ServiceProcess(const QByteArray &settings = {}); // of the config file, behind "[service]"
    ~ServiceProcess();

    void setProgram(const QString &program) { m_program = program; }
    void setEnvironment(const QString &name, const QString &value);
    void setChildModifier(std::function<void()> modifier) { m_modifier = std::move(modifier); }
    void setSettings(const QByteArray &settings) { m_settings = settings; }

    bool start(); // and waits for its "listening on"; false: it has ended instead
    void kill();  // SIGKILL
    // SIGTERM. Returns the exit status, or -1 if it did not end by itself within the time.
    int terminate(int timeoutMs = 10'000);
    bool isRunning() const;
    bool waitForEnd(int timeoutMs = 20'000);
    int exitCode() const { return m_process->exitCode(); }

    // Runs the program to its end, with --data of this service in front of the arguments.
    struct Result
    {
        int status = -1;
        QByteArray output;
        QByteArray errors;
    };
    Result runCommand(const QStringList &arguments) const;
    QByteArray addToken(const QString &user);

    int port() const { return m_port; }
    QString directory() const { return m_directory.path(); }
    QString dataDir() const { return m_directory.filePath(QStringLiteral("data")); }
    QString objectDir() const { return m_directory.filePath(QStringLiteral("objects")); }
    QByteArray log() const; // of the runs so far

    // Paths of all files below a directory, relative to it, sorted.
    static QStringList filesBelow(const QString &directory);
    static QByteArray contentOf(const QString &file);

private:
    QTemporaryDir m_directory;
    QString m_program;
    QByteArray m_settings;
    QProcessEnvironment m_environment;
    std::function<void()> m_modifier;
    std::unique_ptr<QProcess> m_process;
    int m_port = 0;
};

} // namespace gantry
