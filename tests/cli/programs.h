// gantryctl and gantry-service as child processes, each with folders of its own.
#pragma once

#include <QDeadlineTimer>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace gantry {

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
}

// How a command ended.
struct Ended
{
    int code = -1; // -1: by a signal, or not at all
    QByteArray out;
    QByteArray err;
    qint64 ms = 0;

    QList<QJsonObject> lines() const
    {
        QList<QJsonObject> list;
        for (const QByteArray &line : out.split('\n'))
            if (!line.isEmpty())
                list.append(QJsonDocument::fromJson(line).object()); // an empty one for what is no JSON
        return list;
    }
    QJsonObject document() const { return QJsonDocument::fromJson(out).object(); }
    QList<QJsonObject> events(const char *name) const
    {
        QList<QJsonObject> list;
        for (const QJsonObject &line : lines())
            if (line.value(QLatin1String("event")).toString() == QLatin1String(name))
                list.append(line);
        return list;
    }
    QByteArray all() const { return "exit " + QByteArray::number(code) + "\n" + out + err; }
};

// A command under way.
class Running
{
public:
    Running(const QString &program, const QStringList &arguments, const QStringList &environment = {})
    {
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"GANTRY_STATE_DIR", "NO_COLOR", "LC_ALL"})
            variables.remove(QLatin1String(name));
        variables.insert(QStringLiteral("LANG"),
                         QStringLiteral("C")); // as in a cron job; no word about it is expected
        for (const QString &setting : environment)
            variables.insert(setting.section(QLatin1Char('='), 0, 0), setting.section(QLatin1Char('='), 1));
        m_process.setProcessEnvironment(variables);
        m_clock.start();
        m_process.start(program, arguments);
        m_process.waitForStarted();
    }

    ~Running()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }

    QProcess &process() { return m_process; }
    void signal(int number) const { ::kill(static_cast<pid_t>(m_process.processId()), number); }

    // Reads lines of JSON until one is as wanted; false if the process ends first, or after half a minute.
    bool sees(const std::function<bool(const QJsonObject &)> &wanted)
    {
        const QDeadlineTimer deadline(30'000);
        while (!deadline.hasExpired()) {
            while (m_process.canReadLine()) {
                const QByteArray line = m_process.readLine();
                m_read += line;
                if (wanted(QJsonDocument::fromJson(line).object()))
                    return true;
            }
            if (m_process.state() == QProcess::NotRunning)
                return false;
            m_process.waitForReadyRead(100);
        }
        return false;
    }

    bool seesStoredPart()
    {
        return sees([](const QJsonObject &line) {
            return line.value(QLatin1String("event")).toString() == QLatin1String("progress") &&
                   line.value(QLatin1String("parts_stored")).toInt() > 0;
        });
    }

    Ended end(int limitMs = 60'000)
    {
        const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(limitMs);
        Ended result;
        result.ms = m_clock.elapsed();
        if (ended && m_process.exitStatus() == QProcess::NormalExit)
            result.code = m_process.exitCode();
        result.out = m_read + m_process.readAllStandardOutput();
        result.err = m_process.readAllStandardError();
        return result;
    }

private:
    QProcess m_process;
    QElapsedTimer m_clock;
    QByteArray m_read;
};

// A service with one user, and a state folder that knows it as "local".
class Studio
{
public:
    ~Studio()
    {
        m_service.reset();
        std::filesystem::remove_all(
            m_dir.path().toStdString()); // QTemporaryDir leaves names that are not UTF-8
    }

    QString path(const QString &relative) const { return m_dir.filePath(relative); }
    QString stateDir() const { return path(QStringLiteral("state")); }
    QString store(const QString &key) const { return path(QStringLiteral("store/ann/") + key); }
    QString url() const { return m_url; }

    bool startService(const QString &listen = QStringLiteral("127.0.0.1:0"))
    {
        m_service = std::make_unique<Running>(
            QStringLiteral(GANTRY_SERVICE),
            QStringList{QStringLiteral("--listen"), listen, QStringLiteral("--data"),
                        path(QStringLiteral("data")), QStringLiteral("--store"),
                        QStringLiteral("disk:") + path(QStringLiteral("store"))});
        QProcess &process = m_service->process();
        const QDeadlineTimer deadline(20'000);
        while (!process.canReadLine() && process.state() == QProcess::Running && !deadline.hasExpired())
            process.waitForReadyRead(100);
        const QString line = QString::fromUtf8(process.readLine()).trimmed();
        m_url = line.section(QLatin1Char(' '), -1);
        return m_url.startsWith(QLatin1String("http://"));
    }

    bool setUp()
    {
        Running token(QStringLiteral(GANTRY_SERVICE),
                      {QStringLiteral("token"), QStringLiteral("add"), QStringLiteral("ann"),
                       QStringLiteral("--data"), path(QStringLiteral("data"))});
        m_token = token.end().out.trimmed();
        return write(QStringLiteral("token"), m_token + '\n') && startService() &&
               addDestination(QStringLiteral("local"), m_url).code == 0;
    }

    Ended addDestination(const QString &name, const QString &url,
                         const QString &tokenFile = QStringLiteral("token")) const
    {
        // Small parts, two at a time: the first is stored long before the last.
        return ctl({QStringLiteral("destination"), QStringLiteral("add"), name, QStringLiteral("--kind"),
                    QStringLiteral("service"), QStringLiteral("--url"), url, QStringLiteral("--token-file"),
                    path(tokenFile), QStringLiteral("--secret-store"), QStringLiteral("memory"),
                    QStringLiteral("--part-size"), QStringLiteral("5MiB"), QStringLiteral("--parts"),
                    QStringLiteral("2")});
    }

    bool write(const QString &relative, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(path(relative)).path());
        QFile file(path(relative));
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size();
    }

    std::unique_ptr<Running> start(const QStringList &arguments, const QStringList &environment = {}) const
    {
        return std::make_unique<Running>(QStringLiteral(GANTRYCTL),
                                         QStringList{QStringLiteral("--state-dir"), stateDir()} + arguments,
                                         environment);
    }
    Ended ctl(const QStringList &arguments, const QStringList &environment = {}) const
    {
        return start(arguments, environment)->end();
    }
    // Words divided by spaces.
    Ended ctl(const char *line) const { return ctl(QString::fromUtf8(line).split(QLatin1Char(' '))); }

    QByteArray token() const { return m_token; }
    QList<QJsonObject> uploads() const
    {
        QList<QJsonObject> list;
        for (const auto &upload : ctl("list --json").document().value(QLatin1String("uploads")).toArray())
            list.append(upload.toObject());
        return list;
    }
    QString stateOf(qint64 id) const
    {
        for (const QJsonObject &upload : uploads())
            if (upload.value(QLatin1String("id")).toInteger() == id)
                return upload.value(QLatin1String("state")).toString();
        return {};
    }
    void stopService() { m_service.reset(); }

private:
    QTemporaryDir m_dir;
    QByteArray m_token;
    QString m_url;
    std::unique_ptr<Running> m_service;
};

} // namespace gantry
