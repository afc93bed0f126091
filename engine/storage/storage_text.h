// Sentences of this room for people, translatable.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace gantry {

inline QString tr(const char *text)
{
    return QCoreApplication::translate("Storage", text);
}

} // namespace gantry
