#include "app/cli/console.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gantry {

TerminalHints TerminalHints::fromEnvironment(int outFd)
{
    return {::isatty(outFd) == 1, qgetenv("TERM"),     qgetenv("NO_COLOR"),
            qgetenv("LC_ALL"),    qgetenv("LC_CTYPE"), qgetenv("LANG")};
}

bool TerminalHints::isInteractive() const
{
    return outIsTerminal && !term.isEmpty() && term != "dumb";
}

bool TerminalHints::hasColour() const
{
    return isInteractive() && noColor.isEmpty();
}

bool TerminalHints::isUtf8() const
{
    // The first that is set decides (POSIX.1-2017, XBD 8.2).
    const QByteArray &deciding = !lcAll.isEmpty() ? lcAll : !lcCtype.isEmpty() ? lcCtype : lang;
    const QByteArray name = deciding.toLower();
    return name.contains("utf-8") || name.contains("utf8");
}

Console::Console(int outFd, int errorFd, bool quiet, const TerminalHints &hints, QLocale locale)
    : m_outFd(outFd)
    , m_errorFd(errorFd)
    , m_quiet(quiet)
    , m_interactive(hints.isInteractive())
    , m_isTerminal(hints.outIsTerminal)
{
    m_style.unicode = hints.isUtf8();
    m_style.colour = hints.hasColour();
    m_style.locale = std::move(locale);
}

DisplayStyle Console::style() const
{
    DisplayStyle style = m_style;
    winsize size{};
    if (::ioctl(m_outFd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        style.width = size.ws_col;
        style.height = size.ws_row > 0 ? size.ws_row : style.height;
    }
    return style;
}

// A terminal that is not UTF-8 might take the second byte of a letter for a control character. In a pipe or a
// file it is UTF-8 whatever the locale: that is what programs expect.
QByteArray Console::encoded(const QString &text) const
{
    if (m_style.unicode || !m_isTerminal)
        return text.toUtf8();
    QByteArray bytes = text.toLatin1();
    for (char &c : bytes)
        if (static_cast<unsigned char>(c) >= 0x7f)
            c = '?';
    return bytes;
}

void Console::line(const QString &text)
{
    if (!m_quiet)
        write(m_outFd, encoded(text) + '\n');
}

void Console::error(const QString &text)
{
    write(m_errorFd, encoded(text) + '\n');
}

void Console::json(const QJsonObject &object)
{
    write(m_outFd, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void Console::raw(const QString &text)
{
    write(m_outFd, encoded(text));
}

void Console::write(int fd, const QByteArray &bytes)
{
    const char *rest = bytes.constData();
    qsizetype length = bytes.size();
    while (length > 0 && !(fd == m_outFd && m_broken)) {
        const ssize_t written = ::write(fd, rest, static_cast<size_t>(length));
        if (written >= 0) {
            rest += written;
            length -= written;
        } else if (errno == EAGAIN) {
            pollfd wait{fd, POLLOUT, 0};
            ::poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            if (fd == m_outFd && !std::exchange(m_broken, true) && onBroken)
                onBroken();
            return;
        }
    }
}

} // namespace gantry
