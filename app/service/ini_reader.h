// A strict reader of INI files: every line has a meaning, or is an error that names it. Pure.
#pragma once

#include "app/service/service_error.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace gantry {

struct IniEntry
{
    QString section;
    QString key;
    QString value; // trimmed; quotes are part of it
    int line = 0;  // from 1
};

// UTF-8; "[section]", "key = value", blank lines, and lines that begin with '#' or ';'. A key outside a
// section, or twice in one, is an error; the message begins with "line N: ".
Served<QList<IniEntry>> readIni(const QByteArray &text);

} // namespace gantry
