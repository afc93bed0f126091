#include "engine/platform/log_file.h"

#include "engine/platform/strike_secrets.h"

#include <QDateTime>
#include <QMutexLocker>

#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

namespace gantry {
namespace {

constexpr qsizetype maxLine = 16 * 1024; // characters

QString oneLine(const QString &message)
{
    QString line;
    line.reserve(message.size());
    for (const QChar c : message.left(maxLine)) {
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QLatin1Char('\t'))
            line += QLatin1Char(' ');
        else if (c.category() != QChar::Other_Control)
            line += c;
    }
    return line;
}

QMutex messageMutex;
LogFile *messageLog = nullptr;

void takeQtMessage(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtFatalMsg)
        std::fprintf(stderr, "%s\n", qPrintable(message));
    const QMutexLocker locker(&messageMutex);
    if (messageLog != nullptr && type != QtDebugMsg)
        messageLog->write(QStringLiteral("Qt: ") + message);
}

} // namespace

LogFile::LogFile(QString folder, qint64 maxBytes, int files)
    : m_folder(std::move(folder))
    , m_maxBytes(maxBytes)
    , m_files(qMax(files, 1))
{}

bool LogFile::openFile()
{
    if (m_file.isOpen())
        return true;
    ::mkdir(QFile::encodeName(m_folder).constData(), S_IRWXU);
    const int fd = ::open(QFile::encodeName(filePath()).constData(),
                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    return fd >= 0 && m_file.open(fd, QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                                  QFileDevice::AutoCloseHandle);
}

void LogFile::rotate()
{
    m_file.close();
    const QByteArray base = QFile::encodeName(filePath());
    if (m_files == 1)
        ::remove(base.constData());
    for (int age = m_files - 1; age > 0; --age) {
        const QByteArray older = base + '.' + QByteArray::number(age);
        const QByteArray newer = age == 1 ? base : base + '.' + QByteArray::number(age - 1);
        ::rename(newer.constData(), older.constData());
    }
}

void LogFile::write(const QString &message)
{
    const QByteArray line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' +
                            strikeSecrets(oneLine(message)).toUtf8() + '\n';
    const QMutexLocker locker(&m_mutex);
    if (!openFile())
        return;
    if (m_file.size() > 0 && m_file.size() + line.size() > m_maxBytes) {
        rotate();
        if (!openFile())
            return;
    }
    if (m_file.write(line) != line.size())
        m_file.close(); // perhaps the volume is back at the next line
}

void sendQtMessagesTo(LogFile *log)
{
    const QMutexLocker locker(&messageMutex);
    messageLog = log;
    qInstallMessageHandler(takeQtMessage);
}

} // namespace gantry
