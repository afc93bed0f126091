// Where a command speaks to: standard output and standard error, and what the terminal there can do.
#pragma once

#include "app/cli/render.h"

#include <QByteArray>
#include <QLocale>
#include <QString>

#include <functional>

class QJsonObject;

namespace gantry {

// What the environment says of the terminal. Pure.
struct TerminalHints
{
    bool outIsTerminal = false;
    QByteArray term;    // TERM
    QByteArray noColor; // NO_COLOR: anything in it means no colours (https://no-color.org)
    QByteArray lcAll, lcCtype, lang;

    static TerminalHints fromEnvironment(int outFd);

    bool isInteractive() const; // lines can be drawn over
    bool hasColour() const;
    bool isUtf8() const;
};

class Console
{
public:
    Console(int outFd, int errorFd, bool quiet, const TerminalHints &hints,
            QLocale locale = QLocale::system());

    bool isInteractive() const { return m_interactive; }
    bool isQuiet() const { return m_quiet; }
    const QLocale &locale() const { return m_style.locale; }
    // With the terminal's size as it is now.
    DisplayStyle style() const;

    // A line for people, not printed if quiet. Text from outside must have been made harmless.
    void line(const QString &text);
    // The same on standard error, quiet or not.
    void error(const QString &text);
    // One JSON value and a line break, quiet or not.
    void json(const QJsonObject &object);
    // As it is.
    void raw(const QString &text);

    // Nobody reads standard output any more. Called once.
    std::function<void()> onBroken;

private:
    void write(int fd, const QByteArray &bytes);
    QByteArray encoded(const QString &text) const;

    int m_outFd;
    int m_errorFd;
    bool m_quiet;
    bool m_interactive;
    bool m_isTerminal;
    bool m_broken = false;
    DisplayStyle m_style;
};

} // namespace gantry
