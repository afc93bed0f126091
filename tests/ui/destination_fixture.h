// What the tests of the destinations' dialogs share: finding, choosing, pressing and reading, as a person
// does.
#pragma once

#include "engine/core/destination_types.h"
#include "ui/settings/field_row.h"
#include "ui/settings/note_line.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QTest>
#include <QWidget>

namespace gantry {

template <class Widget>
Widget *part(const QWidget &of, const char *name)
{
    auto *found = of.findChild<Widget *>(QLatin1String(name));
    if (found == nullptr)
        qFatal("there is no %s", name);
    return found;
}

inline void choose(const QWidget &form, const char *name, const QVariant &value)
{
    auto *box = part<QComboBox>(form, name);
    const int index = box->findData(value);
    if (index < 0)
        qFatal("%s offers no such choice", name);
    box->setCurrentIndex(index);
}

inline void choosePlace(const QWidget &form, SecretStoreKind place)
{
    choose(form, "secret_store", static_cast<int>(place));
}

// The button in sight with that text, its mnemonic aside; nullptr: there is none.
inline QAbstractButton *button(const QWidget &of, const QString &text)
{
    for (QAbstractButton *each : of.findChildren<QAbstractButton *>())
        if (each->isVisible() && QString(each->text()).remove(QLatin1Char('&')) == text)
            return each;
    return nullptr;
}

inline void press(const QWidget &of, const char *text)
{
    QAbstractButton *found = button(of, QString::fromUtf8(text));
    if (found == nullptr)
        qFatal("there is no button %s", text);
    QVERIFY2(found->isEnabled(), text);
    found->click();
}

// What stands beside the fields, a line for each.
inline QString problemsIn(const QWidget &form)
{
    QStringList all;
    for (const FieldRow *row : form.findChildren<FieldRow *>())
        if (!row->problem().isEmpty())
            all.append(row->problem());
    return all.join(QLatin1Char('\n'));
}

// All of a note in sight that has these words; empty: there is none.
inline QString noteWith(const QWidget &of, const QString &words)
{
    for (const NoteLine *line : of.findChildren<NoteLine *>())
        if (line->isVisible() && line->text().contains(words))
            return line->text();
    return {};
}

} // namespace gantry
