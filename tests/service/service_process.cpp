#include "tests/service/service_process.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <csignal>

namespace gantry {

ServiceProcess::ServiceProcess(const QByteArray &settings)
    : m_program(QStringLiteral(GANTRY_SERVICE_PROGRAM))
    , m_settings(settings)
    , m_environment(QProcessEnvironment::systemEnvironment())
{}

ServiceProcess::~ServiceProcess()
{
    kill();
}

void ServiceProcess::setEnvironment(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
}

bool ServiceProcess::start()
{
    const QString config = m_directory.filePath(QStringLiteral("service.ini"));
    QFile file(config);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write("[service]\n" + m_settings);
    file.close();

    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(m_environment);
    m_process->setStandardErrorFile(m_directory.filePath(QStringLiteral("service.log")), QIODevice::Append);
    if (m_modifier)
        m_process->setChildProcessModifier(m_modifier);
    m_process->start(m_program, {QStringLiteral("--config"), config, QStringLiteral("--listen"),
                                 QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"), dataDir(),
                                 QStringLiteral("--store"), QStringLiteral("disk:") + objectDir()});
    QByteArray line;
    while (!line.endsWith('\n')) {
        if (m_process->bytesAvailable() == 0 && !m_process->waitForReadyRead(20'000))
            return false;
        line += m_process->readLine();
    }
    m_port = line.mid(line.lastIndexOf(':') + 1).trimmed().toInt();
    return line.startsWith("listening on http://127.0.0.1:") && m_port > 0;
}

void ServiceProcess::kill()
{
    if (isRunning()) {
        m_process->kill();
        m_process->waitForFinished();
    }
}

int ServiceProcess::terminate(int timeoutMs)
{
    m_process->terminate();
    if (!m_process->waitForFinished(timeoutMs) || m_process->exitStatus() != QProcess::NormalExit)
        return -1;
    return m_process->exitCode();
}

bool ServiceProcess::isRunning() const
{
    return m_process && m_process->state() != QProcess::NotRunning;
}

bool ServiceProcess::waitForEnd(int timeoutMs)
{
    return !isRunning() || m_process->waitForFinished(timeoutMs);
}

ServiceProcess::Result ServiceProcess::runCommand(const QStringList &arguments) const
{
    QProcess process;
    process.start(QStringLiteral(GANTRY_SERVICE_PROGRAM),
                  QStringList{QStringLiteral("--data"), dataDir()} + arguments);
    if (!process.waitForFinished(20'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray ServiceProcess::addToken(const QString &user)
{
    return runCommand({QStringLiteral("token"), QStringLiteral("add"), user}).output.trimmed();
}

QByteArray ServiceProcess::log() const
{
    return contentOf(m_directory.filePath(QStringLiteral("service.log")));
}

QStringList ServiceProcess::filesBelow(const QString &directory)
{
    QStringList files;
    QDirIterator walk(directory, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (walk.hasNext())
        files.append(QDir(directory).relativeFilePath(walk.next()));
    files.sort();
    return files;
}

QByteArray ServiceProcess::contentOf(const QString &file)
{
    QFile input(file);
    return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray();
}

} // namespace gantry
