// What cannot be sent, and why: as many lines as there are.
#pragma once

#include "engine/intake/file_walk.h"

#include <QAbstractTableModel>
#include <QTreeView>

namespace gantry {

class ProblemModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Path, Reason, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(const QList<WalkProblem> &problems);
    const QList<WalkProblem> &problems() const { return m_problems; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<WalkProblem> m_problems;
};

class ProblemList final : public QTreeView
{
    Q_OBJECT

public:
    explicit ProblemList(QWidget *parent = nullptr);

    void setProblems(const QList<WalkProblem> &problems);

    // One line each: path, tab, reason.
    QString selectedText() const; // all, if none is selected
    void copy() const;

    QSize sizeHint() const override; // a few lines, or less if there are less

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    ProblemModel m_model;
};

} // namespace gantry
