// Sentences for people out of functions that belong to no QObject: translatable.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace gantry {

inline QString tr(const char *text)
{
    return QCoreApplication::translate("Engine", text);
}

} // namespace gantry
