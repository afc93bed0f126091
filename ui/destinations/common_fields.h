// The part of a destination's form that every kind has, folded away: parts, connections, trust, verification.
#pragma once

#include "engine/core/destination_types.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace gantry {

class FieldRow;
class PathEdit;

class CommonFields : public QWidget
{
    Q_OBJECT

public:
    explicit CommonFields(const DestinationSettings &settings, QWidget *parent = nullptr);

    void writeTo(DestinationSettings &settings) const;

    bool isReadable() const
    {
        return partSizeProblem().isEmpty();
    }                  // else writeTo() leaves out what was typed
    FieldRow *check(); // as KindFields::check(); unfolds if something is wrong
    void clearProblems();
    void setUnfolded(bool unfolded);

Q_SIGNALS:
    void edited();

private:
    QWidget *partSizeEditor(std::optional<qint64> bytes);
    std::optional<qint64> partSize() const; // none: empty, or no number
    QString partSizeProblem() const;

    QToolButton *m_fold;
    QWidget *m_body;
    QLineEdit *m_partSize;
    QComboBox *m_partUnit;
    FieldRow *m_partRow;
    QSpinBox *m_parts;
    QSpinBox *m_connections;
    PathEdit *m_caFile;
    FieldRow *m_caRow;
    QComboBox *m_verify;
};

} // namespace gantry
